package io.tocsin;

import io.tocsin.cli.CommandSettings;
import io.tocsin.cli.Commands;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the gateway: web server, rule catalog, evaluation, dispatch and delivery in one process; or runs a command. */
@SpringBootApplication
// Only where they are: each class that is searched is read, and that once more than for beans.
@ConfigurationPropertiesScan({
    "io.tocsin.api.loki",
    "io.tocsin.database.config",
    "io.tocsin.datasource.config",
    "io.tocsin.delivery.worker",
    "io.tocsin.dispatch",
    "io.tocsin.evaluation",
    "io.tocsin.external",
    "io.tocsin.heartbeat",
    "io.tocsin.logstore",
    "io.tocsin.notification.catalog",
    "io.tocsin.retention",
    "io.tocsin.rule.file",
    "io.tocsin.security",
    "io.tocsin.storage",
    "io.tocsin.tracing"
})
public class TocsinApplication {

    public static void main(String[] args) {
        if (Commands.isCommand(args)) {
            System.exit(runCommand(args));
        }
        boolean isNamed = args.length > 0 && args[0].equals(Commands.SERVE);
        SpringApplication.run(TocsinApplication.class, isNamed ? Arrays.copyOfRange(args, 1, args.length) : args);
    }

    /** What commands print is UTF-8, whatever the machine's language is: files are quoted, and programs read it. */
    private static int runCommand(String[] args) {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return Commands.run(args, out, err, CommandSettings.ofProcess());
    }
}
