package io.tocsin.logql.engine;

import io.tocsin.logql.engine.EngineResult.EngineSample;
import java.util.List;

/** A metric expression that is ready to be evaluated. */
interface QueryEvaluator {

    /** The vector at the step; called once for each step, in order. The caller may keep the list. */
    List<EngineSample> at(int step);
}
