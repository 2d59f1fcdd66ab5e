package io.tocsin.cli;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.text.Caret;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin logql}: reads queries, and asks them. */
@Command(
        name = "logql",
        mixinStandardHelpOptions = true,
        description = "Read LogQL, and ask for what it says.",
        subcommands = {
            LogqlCommand.LogqlParse.class,
            LogqlCommand.LogqlFormat.class,
            LogqlQueryCommand.class,
            LogqlTailCommand.class
        })
final class LogqlCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: parse, fmt, query or tail");
    }

    /** Reads one query and prints something of it. */
    private abstract static class QueryReader implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "QUERY", description = "In quotes, as one argument.")
        private String query = "";

        abstract String print(LogqlExpr read);

        @Override
        public final Integer call() {
            try {
                spec.commandLine().getOut().println(print(new LogqlParser().parse(query)));
                return ExitCodes.FINE;
            } catch (LogqlSyntaxException e) {
                tell(e, spec.commandLine().getErr());
                return ExitCodes.FOUND;
            }
        }

        private void tell(LogqlSyntaxException problem, PrintWriter err) {
            err.println(problem.line() + ":" + problem.column() + ": error: " + problem.explanation());
            query.lines().skip(Math.max(0, problem.line() - 1)).findFirst().ifPresent(line -> {
                err.println("  " + line);
                err.println("  " + Caret.under(line, problem.column()));
            });
        }
    }

    /** {@code tocsin logql fmt}. */
    @Command(name = "fmt", mixinStandardHelpOptions = true, description = "Print a query as Loki prints it.")
    static final class LogqlFormat extends QueryReader {

        @Override
        String print(LogqlExpr read) {
            return read.toString();
        }
    }

    /** {@code tocsin logql parse}. */
    @Command(
            name = "parse",
            mixinStandardHelpOptions = true,
            description = "Print what a query is made of, one part per line.")
    static final class LogqlParse extends QueryReader {

        @Override
        String print(LogqlExpr read) {
            return LogqlOutline.of(read);
        }
    }
}
