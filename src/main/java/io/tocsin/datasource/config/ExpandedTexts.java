package io.tocsin.datasource.config;

import io.tocsin.yaml.EnvironmentReferences;
import io.tocsin.yaml.Problems;
import org.yaml.snakeyaml.nodes.Node;

/** Texts of one file with their environment variables. */
record ExpandedTexts(EnvironmentReferences environment, Problems problems) {

    /** An undefined variable is a problem. */
    String expand(Node place, String text) {
        return environment.expand(
                text, name -> problems.add(place, "the environment variable \"" + name + "\" is not defined"));
    }
}
