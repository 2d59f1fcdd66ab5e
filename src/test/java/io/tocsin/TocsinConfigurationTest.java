package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What Spring Boot would do in vain at each start. */
class TocsinConfigurationTest {

    @Test
    void noClassIsReadToFindOutHowJacksonSeesOthers() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withUserConfiguration(Application.class)
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(JsonMapper.class)
                            .hasBean("jacksonMixinModuleEntries");
                    // Not the method of Spring Boot's configuration, which searches.
                    assertThat(context.getBeanFactory()
                                    .getBeanDefinition("jacksonMixinModuleEntries")
                                    .getFactoryMethodName())
                            .isNull();
                });
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    static class Application {

        @Bean
        static BeanDefinitionRegistryPostProcessor noSearchForMixins() {
            return TocsinConfiguration.noSearchForMixins();
        }
    }
}
