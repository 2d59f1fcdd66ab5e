package io.tocsin;

import io.tocsin.database.config.DataDirectory;
import io.tocsin.database.config.RecoverCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the gateway: web server, rule catalog, evaluation, dispatch and delivery in one process; or runs a command. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TocsinApplication {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(RecoverCommand.NAME)) {
            System.exit(RecoverCommand.run(DataDirectory.configured(), System.out, System.err));
        }
        SpringApplication.run(TocsinApplication.class, args);
    }
}
