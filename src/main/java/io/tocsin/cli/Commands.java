package io.tocsin.cli;

import io.tocsin.database.config.RecoverCommand;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands of the command line. Only the command that is called is built: building all of them would take longer than
 * most of them run.
 */
public final class Commands {

    /** Serves, like no command at all. */
    public static final String SERVE = "serve";

    static final String TRAIN = "train";

    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();
    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    static {
        COMMANDS.put(SERVE, ServeCommand::new);
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("fmt", FormatCommand::new);
        COMMANDS.put("test", TestCommand::new);
        COMMANDS.put("route", RouteCommand::new);
        COMMANDS.put("render", RenderCommand::new);
        COMMANDS.put("logql", LogqlCommand::new);
        COMMANDS.put("import", ImportCommand::new);
        COMMANDS.put("backtest", BacktestCommand::new);
        COMMANDS.put("silence", SilenceCommand::new);
        COMMANDS.put("alert", AlertCommand::new);
        COMMANDS.put("explain", ExplainCommand::new);
        COMMANDS.put("token", TokenCommand::new);
        COMMANDS.put("user", UserCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put(TRAIN, TrainingCommand::new);
        COMMANDS.put("backup", BackupCommand::new);
        COMMANDS.put("restore", RestoreCommand::new);
        COMMANDS.put("db", DatabaseCommand::new);
        COMMANDS.put(RecoverCommand.NAME, RecoverDatabaseCommand::new);
    }

    private Commands() {}

    /** Whether the arguments are for a command; all others are settings for serving. */
    public static boolean isCommand(String[] arguments) {
        return arguments.length > 0
                && !arguments[0].equals(SERVE)
                && (!arguments[0].startsWith("-") || HELP.contains(arguments[0]));
    }

    /** Runs a command and returns its exit code. */
    public static int run(String[] arguments, PrintWriter out, PrintWriter err, CommandSettings settings) {
        silenceLog();
        CommandLine line = line(arguments[0], settings);
        line.setOut(out).setErr(err);
        line.setUsageHelpLongOptionsMaxWidth(32);
        line.setExecutionExceptionHandler((exception, failed, parsed) -> {
            failed.getErr()
                    .println("tocsin: "
                            + (exception instanceof CommandFailedException
                                    ? exception.getMessage()
                                    : "an error inside Tocsin: " + exception));
            return ExitCodes.WRONG_USE;
        });
        int code = line.execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    /** With the command of this name only; with all of them when there is none. */
    static CommandLine line(String called, CommandSettings settings) {
        CommandLine line = new CommandLine(new TocsinCommand(), new ConfiguringFactory(settings));
        boolean isKnown = COMMANDS.containsKey(called);
        COMMANDS.forEach((name, command) -> {
            if (!isKnown || name.equals(called)) {
                line.addSubcommand(name, prepared(command.get(), settings));
            }
        });
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static <T> T prepared(T command, CommandSettings settings) {
        if (command instanceof ConfiguredCommand configured) {
            configured.configure(settings);
        }
        return command;
    }

    /** Makes the commands that others have below them. */
    private record ConfiguringFactory(CommandSettings settings) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            return prepared(CommandLine.defaultFactory().create(type), settings);
        }
    }

    /** The log of a command is what it prints: nothing else may stand between, and the log's own start takes time. */
    private static void silenceLog() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
}
