package io.tocsin.evaluation.state;

import io.tocsin.label.Sample;
import java.util.List;

/** What the data source said to a rule's query at one slot. */
public sealed interface Answer {

    /** It answered, maybe with nothing. */
    record Samples(List<Sample> series) implements Answer {

        public Samples {
            series = List.copyOf(series);
        }
    }

    /** It did not answer. The reason is a word for machines, the message is for people. */
    record Failed(String reason, String message) implements Answer {}

    /** It answered, but too little is known yet to say anything of any instance. */
    record Undecided() implements Answer {}
}
