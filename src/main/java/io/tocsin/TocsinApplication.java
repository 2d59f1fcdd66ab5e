package io.tocsin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the gateway: web server, rule catalog, evaluation, dispatch and delivery in one process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TocsinApplication {

    public static void main(String[] args) {
        SpringApplication.run(TocsinApplication.class, args);
    }
}
