package io.tocsin.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;

class ClassReadingTest {

    @Test
    void whatSpringKeepsOfTheConfigurationIsReadTheSameOnEveryJava() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Named.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run()) {
            MetadataReaderFactory readers = context.getBean(ClassReading.BEAN_NAME, MetadataReaderFactory.class);
            AnnotationMetadata kept = ((AnnotatedBeanDefinition)
                            context.getBeanFactory().getBeanDefinition(ReadFromItsFile.class.getName()))
                    .getMetadata();

            assertThat(readers).isInstanceOf(ClassReading.Readers.class);
            assertThat(kept)
                    .hasSameClassAs(
                            readers.getMetadataReader(getClass().getName()).getAnnotationMetadata());
            assertThat(kept.getClass().getSimpleName()).isEqualTo("SimpleAnnotationMetadata");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ByName.class)
    static class Named {}

    static class ByName implements ImportSelector {
        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return new String[] {ReadFromItsFile.class.getName()};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ReadFromItsFile {}
}
