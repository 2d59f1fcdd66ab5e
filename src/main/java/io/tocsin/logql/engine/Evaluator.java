package io.tocsin.logql.engine;

import io.tocsin.logql.engine.QueryResult.Sample;
import java.util.List;

/** A metric expression that is ready to be evaluated. */
interface Evaluator {

    /** The vector at the step; called once for each step, in order. The caller may keep the list. */
    List<Sample> at(int step);
}
