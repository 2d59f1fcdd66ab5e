package io.tocsin.cli;

import java.util.List;
import picocli.CommandLine;

/** A line that calls the program, as the command line understands it without doing anything. */
public final class ParsedCommand {

    private ParsedCommand() {}

    /** What is wrong with it; empty: nothing. Arguments of the server are settings. */
    public static String problem(List<String> arguments) {
        String[] words = arguments.toArray(String[]::new);
        if (!Commands.isCommand(words)) {
            return "";
        }
        try {
            Commands.line(words[0], CommandSettings.ofProcess()).parseArgs(words);
            return "";
        } catch (CommandLine.ParameterException e) {
            return e.getMessage();
        }
    }
}
