package io.tocsin.evidence.trace;

import java.util.List;

/**
 * Which frames are a team's own.
 *
 * @param prefixes beginnings of packages or parts of paths; empty: whatever is no known library
 */
public record OwnPackages(List<String> prefixes) {

    /** What is no known library. */
    public static final OwnPackages UNKNOWN = new OwnPackages(List.of());

    public OwnPackages {
        prefixes = List.copyOf(prefixes);
    }

    boolean isOwn(FrameOwner owner) {
        if (prefixes.isEmpty()) {
            return !owner.isLibrary();
        }
        for (String prefix : prefixes) {
            boolean isPath = prefix.indexOf('/') >= 0;
            if (isPath ? owner.name().contains(prefix) : isWithin(owner.name(), prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(String name, String prefix) {
        return name.startsWith(prefix)
                && (name.length() == prefix.length()
                        || prefix.endsWith(".")
                        || "./:".indexOf(name.charAt(prefix.length())) >= 0);
    }
}
