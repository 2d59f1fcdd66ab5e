package io.tocsin.start;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * Has Spring read the classes of the configuration in the same way on every Java. From Java 24 on it would do so with Java's own
 * reader, and what it keeps of some 400 classes would hold their whole files: 8 MB of the heap. Spring 7.0.8 does, later ones do not
 * (spring-framework 37111).
 */
final class ClassReading implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Spring Boot's, which uses what it finds under this name. */
    static final String BEAN_NAME = "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
            registry.registerBeanDefinition(
                    BEAN_NAME,
                    BeanDefinitionBuilder.rootBeanDefinition(Readers.class, () -> new Readers(context))
                            .getBeanDefinition());
        }
    }

    /** A class is read once while the context starts, however often it is asked for. */
    static final class Readers extends SimpleMetadataReaderFactory
            implements ApplicationListener<ContextRefreshedEvent> {

        private final Map<Resource, MetadataReader> known = new ConcurrentHashMap<>();

        private Readers(ResourceLoader resources) {
            super(resources);
        }

        @Override
        public MetadataReader getMetadataReader(Resource resource) throws IOException {
            MetadataReader reader = known.get(resource);
            if (reader == null) {
                reader = super.getMetadataReader(resource);
                known.put(resource, reader);
            }
            return reader;
        }

        @Override
        public void onApplicationEvent(ContextRefreshedEvent event) {
            known.clear();
        }
    }
}
