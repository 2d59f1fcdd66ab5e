package io.tocsin.template;

import io.tocsin.text.TextBudget;
import java.util.Map;

/** One run of a template: its model, its escaper and what it may still spend. Confined to one thread. */
final class Rendering {

    private static final int MAX_STEPS = 100_000;

    private final Map<String, ?> model;
    private final Escaper escaper;
    private final TextBudget budget = new TextBudget(TextTemplate.MAX_OUTPUT_CHARS, 4 * TextTemplate.MAX_OUTPUT_CHARS);
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

    /** What the functions of the template may still make. */
    TextBudget budget() {
        return budget;
    }

    /** @throws TemplateException when the template has done more than any message needs */
    void step(Place place) {
        if (++steps > MAX_STEPS) {
            throw place.problem("the template needs more than " + MAX_STEPS + " steps; shorten its lists");
        }
    }
}
