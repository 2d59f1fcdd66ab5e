package io.tocsin.template;

/** Makes a value harmless in the text it is put into. Applied to every interpolated value, never to template text. */
@FunctionalInterface
public interface Escaper {

    /** Changes nothing: for labels, annotations and other places where the value itself is wanted. */
    Escaper NONE = value -> value;

    String escape(String value);
}
