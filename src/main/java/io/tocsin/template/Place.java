package io.tocsin.template;

/** A place in a template's source, both numbers 1-based. */
record Place(int line, int column) {

    TemplateException problem(String message) {
        return new TemplateException(line, column, message);
    }
}
