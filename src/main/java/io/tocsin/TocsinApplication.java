package io.tocsin;

import io.tocsin.database.config.DataDirectory;
import io.tocsin.database.config.RecoverCommand;
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
    "io.tocsin.heartbeat",
    "io.tocsin.logstore",
    "io.tocsin.notification.catalog",
    "io.tocsin.retention",
    "io.tocsin.rule.file",
    "io.tocsin.security",
    "io.tocsin.storage"
})
public class TocsinApplication {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(RecoverCommand.NAME)) {
            System.exit(RecoverCommand.run(DataDirectory.configured(), System.out, System.err));
        }
        SpringApplication.run(TocsinApplication.class, args);
    }
}
