package io.tocsin.logql.bench;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogqlExpr;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to parse the expression of a rule; the target is 20 microseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ParserBenchmark {

    @Param({
        "sum by (job, host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m])) > 0",
        "sum by (host) (rate({job=\"api\"} | json | status >= 500 | line_format \"{{.msg}}\" [5m]))"
                + " / sum by (host) (rate({job=\"api\"} | json [5m])) > 0.05"
    })
    public String query = "";

    private final LogqlParser parser = new LogqlParser();

    @Benchmark
    public LogqlExpr parse() {
        return parser.parse(query);
    }
}
