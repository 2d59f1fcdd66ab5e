package io.tocsin.contactpoint.store;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.rule.ContactPointName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contact points of the file and of the page together; of two with one name the file's counts. */
public final class AllContactPoints implements ContactPoints {

    private final ContactPointCatalog provisioned;
    private final StoredContactPoints stored;

    public AllContactPoints(ContactPointCatalog provisioned, StoredContactPoints stored) {
        this.provisioned = provisioned;
        this.stored = stored;
    }

    @Override
    public Optional<ContactPoint> find(ContactPointName name) {
        return find(name, provisioned.provisioned())
                .or(() -> find(name, stored.snapshot()))
                .or(() -> find(name, provisioned.all()));
    }

    private static Optional<ContactPoint> find(ContactPointName name, List<ContactPoint> contactPoints) {
        for (ContactPoint contactPoint : contactPoints) {
            if (contactPoint.name().equals(name)) {
                return Optional.of(contactPoint);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> disabledBecause(ContactPointName name) {
        return find(name).isPresent() ? Optional.empty() : provisioned.disabledBecause(name);
    }

    @Override
    public Optional<ContactPointName> fallbackOf(ContactPointName name) {
        return find(name).isPresent() ? ContactPoints.super.fallbackOf(name) : provisioned.fallbackOfDisabled(name);
    }

    @Override
    public List<ContactPoint> all() {
        Map<ContactPointName, ContactPoint> all = new LinkedHashMap<>();
        provisioned.provisioned().forEach(contactPoint -> all.putIfAbsent(contactPoint.name(), contactPoint));
        stored.snapshot().forEach(contactPoint -> all.putIfAbsent(contactPoint.name(), contactPoint));
        provisioned.all().forEach(contactPoint -> all.putIfAbsent(contactPoint.name(), contactPoint));
        return new ArrayList<>(all.values());
    }
}
