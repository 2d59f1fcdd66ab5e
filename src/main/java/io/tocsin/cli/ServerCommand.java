package io.tocsin.cli;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.text.PercentEncoding;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that asks a running server. */
abstract class ServerCommand extends ConfiguredCommand {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public final Integer call() {
        server.configure(settings());
        return ask(server);
    }

    /** Returns the exit code. */
    abstract int ask(ServerOptions answering);

    final List<LabelMatcher> matchers(List<String> texts) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String text : texts) {
            try {
                matchers.addAll(MatcherParser.parseAll(text));
            } catch (MatcherSyntaxException e) {
                throw wrong("\"" + text + "\" is no matcher: " + e.getMessage());
            }
        }
        return matchers;
    }

    static String query(String path, List<LabelMatcher> matchers) {
        StringBuilder query = new StringBuilder(path);
        matchers.forEach(matcher -> query.append(query.indexOf("?") < 0 ? '?' : '&')
                .append("filter=")
                .append(PercentEncoding.part(matcher.toString())));
        return query.toString();
    }
}
