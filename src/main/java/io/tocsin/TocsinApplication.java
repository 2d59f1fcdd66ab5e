package io.tocsin;

import io.tocsin.api.loki.LokiApiProperties;
import io.tocsin.cli.CommandSettings;
import io.tocsin.cli.Commands;
import io.tocsin.logstore.EmbeddedStoreProperties;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts the gateway: web server, rule catalog, evaluation, dispatch and delivery in one process; or runs a command. */
@SpringBootApplication
// Those of what is not always there, which are read, and known, all the same. All others are beside what they are for:
// to
// search for them would be to read every class.
@EnableConfigurationProperties({EmbeddedStoreProperties.class, LokiApiProperties.class})
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
