package io.tocsin.rule.file;

/**
 * The built-in rule file with an alert that always fires: it is evaluated, dispatched and delivered as any other, and so
 * whoever receives it knows that all of that works as long as it is repeated.
 */
final class Watchdog {

    static final String FILE = "built-in/watchdog.yml";

    static final String TEXT = """
            # Built in; TOCSIN_WATCHDOG switches it on and off. Give it a policy of its own, whose repeat_interval says how
            # often it is told.
            groups:
              - name: watchdog
                interval: 1m
                query_offset: 0s
                rules:
                  - alert: Watchdog
                    expr: vector(1)
                    labels: {severity: none}
                    evidence: {lines: 0}
                    annotations:
                      summary: "Tocsin evaluates, dispatches and delivers"
                      summary_ko: "Tocsin이 평가, 알림, 전송을 하고 있습니다"
                      description_ko: "이 알림은 항상 발생합니다. 반복되지 않으면 무언가가 동작하지 않는 것입니다."
                      description: "This alert always fires. When it is no longer repeated, something does not work."
            """;

    private Watchdog() {}
}
