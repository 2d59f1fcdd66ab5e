package io.tocsin.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that needs what the environment says. */
abstract class ConfiguredCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CommandSettings settings = CommandSettings.ofProcess();

    /** Called before the command runs. */
    final void configure(CommandSettings given) {
        settings = given;
    }

    final CommandSettings settings() {
        return settings;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Ends the command with a problem of an argument. */
    final ParameterException wrong(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    /** Labels as arguments, each as NAME=VALUE or NAME="VALUE". */
    final Map<String, String> labels(List<String> texts) {
        Map<String, String> labels = new TreeMap<>();
        for (String text : texts) {
            int sign = text.indexOf('=');
            if (sign < 1) {
                throw wrong("\"" + text + "\" is no label; write NAME=VALUE");
            }
            String value = text.substring(sign + 1);
            boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            labels.put(text.substring(0, sign), isQuoted ? value.substring(1, value.length() - 1) : value);
        }
        return labels;
    }
}
