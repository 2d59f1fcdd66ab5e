package io.tocsin.logql.engine;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import java.util.ArrayList;
import java.util.List;

/** An operation of every sample with a number; a comparison keeps the sample's own value. */
final class LiteralOperation implements QueryEvaluator {

    private final QueryEvaluator vector;
    private final double number;
    private final boolean numberIsLeft;
    private final BinaryOperator operator;
    private final boolean filters;

    LiteralOperation(QueryEvaluator vector, double number, boolean numberIsLeft, BinaryOperation operation) {
        this.vector = vector;
        this.number = number;
        this.numberIsLeft = numberIsLeft;
        this.operator = operation.operator();
        this.filters = operation.operator().isComparison() && !operation.returnBool();
    }

    @Override
    public List<EngineSample> at(int step) {
        List<EngineSample> result = new ArrayList<>();
        for (EngineSample sample : vector.at(step)) {
            double left = numberIsLeft ? number : sample.value();
            double right = numberIsLeft ? sample.value() : number;
            if (!filters) {
                result.add(new EngineSample(sample.labels(), operator.apply(left, right)));
            } else if (operator.holds(left, right)) {
                result.add(sample);
            }
        }
        return result;
    }
}
