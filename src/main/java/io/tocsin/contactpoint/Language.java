package io.tocsin.contactpoint;

/** The language of the built-in texts of a message. */
public enum Language {
    EN,
    KO
}
