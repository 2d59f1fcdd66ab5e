package io.tocsin.rule;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names outside of rule files that rules may refer to.
 *
 * @param dataSources null: not known here, any name is accepted
 * @param contactPoints null: not known here, any name is accepted
 */
public record KnownNames(
        @Nullable Set<String> dataSources, @Nullable Set<String> contactPoints) {

    /** For places that know nothing of the installation, such as a check of files alone. */
    public static final KnownNames ANY = new KnownNames(null, null);

    /** Asked at each reading of a file, because contact points come and go. */
    @FunctionalInterface
    public interface NameSource {

        KnownNames current();
    }

    public KnownNames {
        dataSources = dataSources == null ? null : Set.copyOf(dataSources);
        contactPoints = contactPoints == null ? null : Set.copyOf(contactPoints);
    }

    boolean hasDataSource(String name) {
        return dataSources == null || dataSources.contains(name);
    }

    boolean hasContactPoint(String name) {
        return contactPoints == null || contactPoints.contains(name);
    }

    /** The names in the order of the alphabet, for messages. */
    static String list(@Nullable Set<String> names) {
        return names == null || names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
    }
}
