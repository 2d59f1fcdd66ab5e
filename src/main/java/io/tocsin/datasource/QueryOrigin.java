package io.tocsin.datasource;

import io.tocsin.tracing.TraceParent;
import java.util.Optional;
import java.util.function.Function;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who asks, for example a rule group. It travels in the Reactor context, so that a data source can show it in its own
 * logs: {@code querier.query(…).contextWrite(new QueryOrigin("rules.yml:ocr").asContext())}.
 *
 * @param asker whose turn it is first, when there is no room for all
 */
public record QueryOrigin(String name, AskedFor asker) {

    /** For whom the answer is. */
    public enum AskedFor {
        /** Rules, and the messages about them. */
        RULE,
        /** Somebody who looks at a page: never takes room or trust away from rules. */
        PERSON
    }

    public QueryOrigin(String name) {
        this(name, AskedFor.RULE);
    }

    public static QueryOrigin ofPerson(String name) {
        return new QueryOrigin(name, AskedFor.PERSON);
    }

    /** What is asked within a person's question is a person's, too; and it belongs to what this thread does now. */
    public Function<Context, Context> asContext() {
        Function<Context, Context> origin = context ->
                context.put(QueryOrigin.class, new QueryOrigin(name, isOfPerson(context) ? AskedFor.PERSON : asker));
        return origin.andThen(TraceParent.handOver());
    }

    /** Whoever asks, what is below takes no room from rules for it. */
    public static Function<Context, Context> asPersons() {
        return context -> context.put(
                QueryOrigin.class, ofPerson(in(context).map(QueryOrigin::name).orElse("person")));
    }

    public static Optional<QueryOrigin> in(ContextView context) {
        return context.getOrEmpty(QueryOrigin.class);
    }

    public static boolean isOfPerson(ContextView context) {
        return in(context).filter(origin -> origin.asker() == AskedFor.PERSON).isPresent();
    }
}
