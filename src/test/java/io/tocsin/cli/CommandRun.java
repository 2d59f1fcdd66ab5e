package io.tocsin.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** One call of the command line, in this process. */
public record CommandRun(int code, String out, String err) {

    /** In an empty environment. */
    public static CommandRun of(Path directory, String... arguments) {
        return of(Map.of(), directory, arguments);
    }

    public static CommandRun of(Map<String, String> environment, Path directory, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                arguments,
                new PrintWriter(out),
                new PrintWriter(err),
                new CommandSettings(environment::get, directory, false));
        return new CommandRun(code, out.toString(), err.toString());
    }
}
