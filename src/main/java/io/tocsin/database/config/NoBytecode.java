package io.tocsin.database.config;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Keeps Hibernate from making classes at run time: no entity of ours refers to another one, so nothing is loaded lazily, and
 * the library that would make them (a thousand classes itself) is left out. Found by Hibernate in {@code META-INF/services}.
 */
public final class NoBytecode implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder services) {
        services.addService(BytecodeProvider.class, new BytecodeProviderImpl());
    }
}
