package io.tocsin.notification.catalog;

import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks at the policies file again and again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PolicySettings.class)
class PolicyConfiguration {

    /** Comparing contents also works where the file system sends no events. */
    @Bean
    RepeatingTask policiesFileTask(PolicyCatalog catalog, PolicySettings settings) {
        return RepeatingTask.every(settings.policiesReload(), "policies-file", catalog::reload)
                .whenLate(Severity.UNWATCHED);
    }
}
