package io.tocsin.contactpoint.http;

import io.tocsin.text.Sha256;

/** The name of a rate lane: a hash, because what it is made of is a secret. */
public final class LaneName {

    private LaneName() {}

    public static String of(String endpoint) {
        return Sha256.hex("lane\n" + endpoint);
    }
}
