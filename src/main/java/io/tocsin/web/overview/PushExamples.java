package io.tocsin.web.overview;

/** How log lines get here, as texts to be copied. */
final class PushExamples {

    private static final String PATH = "/loki/api/v1/push";
    private static final String CURL = """
            curl -H 'Content-Type: application/json' %s%s%s \\
              -d '{"streams": [{"stream": {"job": "hello", "host": "'"$(hostname)"'"}, "values": [["'"$(date +%%s)000000000"'", "ERROR hello from curl"]]}]}'
            """;
    private static final String ALLOY = """
            local.file_match "app" {
              path_targets = [{"__path__" = "/var/log/myapp/*.log", "job" = "myapp", "host" = constants.hostname}]
            }

            loki.source.file "app" {
              targets    = local.file_match.app.targets
              forward_to = [loki.write.default.receiver]
            }

            loki.write "default" {
              endpoint {
                url = "%s%s"%s
              }
            }
            """;

    private PushExamples() {}

    /**
     * One line by hand, with the time of the shell that runs it.
     *
     * @param address of the store, without a slash at the end
     * @param needsToken whether the store takes lines with a token only
     */
    static String curl(String address, boolean needsToken) {
        return CURL.formatted(needsToken ? "-H \"Authorization: Bearer $TOCSIN_TOKEN\" " : "", address, PATH)
                .stripTrailing();
    }

    /** A file of Grafana Alloy that follows log files. */
    static String alloy(String address, boolean needsToken) {
        String token = needsToken ? "\n    bearer_token = sys.env(\"TOCSIN_TOKEN\")" : "";
        return ALLOY.formatted(address, PATH, token).stripTrailing();
    }
}
