package io.tocsin.template;

import java.util.Map;

/** One run of a Mustache template: its model, its escaper and what it may still spend. Confined to one thread. */
final class Rendering {

    private static final int MAX_STEPS = 100_000;

    private final Map<String, ?> model;
    private final Escaper escaper;
    private int steps;

    Rendering(Map<String, ?> model, Escaper escaper) {
        this.model = model;
        this.escaper = escaper;
    }

    Map<String, ?> model() {
        return model;
    }

    Escaper escaper() {
        return escaper;
    }

    /** @throws TemplateException when the template has done more than any message needs */
    void step(Place place) {
        if (++steps > MAX_STEPS) {
            throw place.problem("the template needs more than " + MAX_STEPS + " steps; shorten its lists");
        }
    }
}
