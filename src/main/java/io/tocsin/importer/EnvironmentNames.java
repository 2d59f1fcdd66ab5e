package io.tocsin.importer;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Names of environment variables in place of secrets; each is said once, with what it has to be set to. */
public final class EnvironmentNames {

    private final Set<String> variables = new HashSet<>();

    /** A reference to a variable that belongs to one contact point. */
    public String ofContactPoint(String prefix, String contactPoint, Node at, String what, ImportRemarks remarks) {
        String suffix = contactPoint
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_")
                .replaceAll("^_|_$", "");
        return shared(suffix.isEmpty() ? prefix : prefix + "_" + suffix, at, what, remarks);
    }

    /** A reference to a variable that several may use. */
    public String shared(String name, Node at, String what, ImportRemarks remarks) {
        if (variables.add(name)) {
            remarks.toDo(at, "set the environment variable " + name + " to " + what);
        }
        return "${" + name + "}";
    }
}
