package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.stereotype.Component;

/** Where the compiler wrote an index of components, a class that is not in it is no bean: it must know all. */
class ComponentIndexTest {

    private static final String INDEX = "META-INF/spring.components";

    @Test
    void theCompilerWritesTheIndex() throws IOException {
        assertThat(Path.of("pom.xml")).content().contains("<artifactId>spring-context-indexer</artifactId>");
    }

    @Test
    void theIndexHasWhatASearchFinds() throws IOException {
        Path classes = Path.of(TocsinApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        // Not what an IDE compiled without the annotation processor: it searches.
        assumeThat(classes.resolve(INDEX)).exists();
        Properties index = PropertiesLoaderUtils.loadProperties(
                new UrlResource(classes.resolve(INDEX).toUri()));

        assertThat(indexed(index, Component.class)).isEqualTo(annotated(classes, Component.class));
        assertThat(indexed(index, ConfigurationProperties.class))
                .isEqualTo(annotated(classes, ConfigurationProperties.class));
    }

    private static Set<String> indexed(Properties index, Class<?> stereotype) {
        return index.stringPropertyNames().stream()
                .filter(type -> Stream.of(index.getProperty(type).split(",")).anyMatch(stereotype.getName()::equals))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> annotated(Path classes, Class<?> annotation) throws IOException {
        MetadataReaderFactory readers = new CachingMetadataReaderFactory();
        Set<String> found = new TreeSet<>();
        assertThat(Files.isDirectory(classes)).isTrue();
        for (Resource type :
                new PathMatchingResourcePatternResolver().getResources(classes.toUri() + "io/tocsin/**/*.class")) {
            AnnotationMetadata metadata = readers.getMetadataReader(type).getAnnotationMetadata();
            if (metadata.isIndependent() && metadata.isConcrete() && metadata.isAnnotated(annotation.getName())) {
                found.add(metadata.getClassName());
            }
        }
        return found;
    }
}
