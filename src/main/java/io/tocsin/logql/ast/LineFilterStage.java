package io.tocsin.logql.ast;

import java.util.List;

/** A filter on the line, for example {@code |= "ERROR" or "FATAL"}. The line passes when any alternative accepts it. The
 * parser writes a negated chain, {@code != "a" or "b"} (neither), as one stage per operand.
 */
public record LineFilterStage(LineFilterOperator operator, List<Operand> alternatives, Position position)
        implements PipelineStage {

    public LineFilterStage {
        alternatives = List.copyOf(alternatives);
    }

    /** What a line is compared with: a text, regex or pattern as the operator says, or an IP address or range. */
    public record Operand(boolean isIp, String value) {}

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitLineFilter(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
