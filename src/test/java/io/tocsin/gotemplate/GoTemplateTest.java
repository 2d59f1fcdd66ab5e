package io.tocsin.gotemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.tocsin.text.TextBudget;
import io.tocsin.text.go.GoTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTemplateTest {

    private static final LabelMap LABELS = new LabelMap(Map.of(
            "level", "error", "n", "42", "f", "3.75", "kr", "한글", "js", "{\"a\":{\"b\":[1,2]},\"s\":\"x\"}", "e", ""));

    private static final TemplateContext CONTEXT = new TemplateContext() {
        @Override
        public String line() {
            return "the line";
        }

        @Override
        public TextBudget budget() {
            return new TextBudget();
        }

        @Override
        public long timestampNanos() {
            return 1794996360123456789L;
        }

        @Override
        public GoTime now() {
            return GoTime.ofNanos(1795000000000000000L);
        }
    };

    private static String run(String template) {
        return GoTemplate.parse("line", template).execute(LABELS, CONTEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{{.level}} {{ .nope }}|~error |",
                "a {{- .level -}} b~aerrorb",
                "{{/* x */}}{{if eq .level \"error\"}}E{{else}}-{{end}}~E",
                "{{if .nope}}1{{else if .e}}2{{else}}3{{end}}~3",
                "{{with .level}}{{.}}{{end}}{{with .nope}}x{{else}}y{{end}}~errory",
                "{{$x := .n}}{{$x = \"7\"}}{{$x}}~7",
                "{{range $i, $e := (fromJson .js).a.b}}{{$i}}={{$e}};{{end}}~0=1;1=2;",
                "{{range 3}}{{.}}{{if eq . 1}}{{break}}{{end}}{{end}}~01",
                "{{(fromJson .js).s}}{{(fromJson .js).zzz}}~x<no value>",
                "{{define \"t\"}}<{{.}}>{{end}}{{template \"t\" .level}}~<error>",
                "{{add 1 2 3}} {{sub 1 2}} {{mul 2 3}} {{div 7 2}} {{mod -7 3}}~6 -1 6 3 -1",
                "{{divf 1 3}} {{mulf .f 2}} {{addf 0.1 0.2}}~0.3333333333333333 7.5 0.3",
                "{{int \"0042\"}} {{int \"9.9\"}} {{int \"x\"}} {{float64 \"1e3\"}}~34 9 0 1000",
                "{{float64 \"1e6\"}} {{float64 \"0.00001\"}} {{float64 \"123456\"}}~1e+06 1e-05 123456",
                "{{round 3.14159 2}} {{ceil 1.2}} {{floor -1.2}} {{max 1 9 3}} {{minf 1.5 0.5}}~3.14 2 -2 9 0.5",
                "{{printf \"%05.1f|%-4s|%4d|%q|%x|%v|%t\" 3.14159 \"a\" 7 \"q\" 255 1.5 true}}~003.1|a   |   7|\"q\"|ff|1.5|true",
                "{{printf \"%d\" \"x\"}} {{printf \"%s\"}} {{printf \"a\" 1}}~%!d(string=x) %!s(MISSING) a%!(EXTRA int=1)",
                "{{printf \"%e %g %8.3f|\" 1234.5678 1e21 2.5}}~1.234568e+03 1e+21    2.500|",
                "{{print 1 2 \"a\" \"b\" 3}}|{{println 1 \"a\"}}.~1 2ab3|1 a\\n.",
                "{{len .kr}} {{trunc 3 .kr}} {{substr 3 6 .kr}} {{alignLeft 1 .kr}} {{alignRight 4 .kr}}|~6 한 글 한   한글|",
                "{{ToUpper .level}} {{title \"ab cd\"}} {{trim \"  x \"}} {{trimAll \"$\" \"$5$\"}} {{TrimPrefix \"ab\" \"a\"}}~ERROR Ab Cd x 5 b",
                "{{Replace \"aaa\" \"a\" \"b\" 2}} {{replace \"a\" \"b\" \"aaa\"}} {{repeat 2 \"ab\"}}~bba bbb abab",
                "{{regexReplaceAll \"(a)(b)\" \"xaby\" \"$2$1\"}} {{regexReplaceAll \"a\" \"a\" \"$1x\"}}|{{regexReplaceAllLiteral \"a\" \"a\" \"$1\"}} {{count \"[ab]\" \"abc\"}}~xbay |$1 2",
                "{{b64enc \"hi\"}} {{b64dec \"aGk=\"}} {{b64dec \"%\"}} {{urlencode \"a b&c\"}} {{urldecode \"a%20b+c\"}}~aGk= hi illegal base64 data at input byte 0 a+b%26c a b c",
                "{{bytes \"2KB\"}} {{duration \"1m30s\"}} {{duration_seconds \"150ms\"}}~2000 90 0.15",
                "{{__line__}} {{__timestamp__ | unixEpoch}} {{__timestamp__.UnixNano}}~the line 1794996360 1794996360123456789",
                "{{__timestamp__ | date \"Mon Jan _2 15:04:05.000 2006\"}} {{now | date \"2006-01-02\"}}~Wed Nov 18 10:06:00.123 2026 2026-11-18",
                "{{toDate \"2006-01-02\" \"2026-11-18\" | unixEpoch}} {{unixEpochMillis (unixToTime \"1700000000\")}}~1794960000 1700000000000",
                "{{toDateInZone \"2006-01-02 15:04\" \"Asia/Seoul\" \"2026-11-18 19:05\" | date \"15:04\"}}~10:05",
                "{{__timestamp__}}~2026-11-18 10:06:00.123456789 +0000 UTC",
                "{{and 1 0}} {{or 0 \"x\"}} {{not 0}} {{lt 1 2}} {{ge \"b\" \"a\"}} {{ne 1 1}} {{eq .n \"1\" \"42\"}}~0 x true true true false true",
                "{{default \"d\" .e}} {{.level | default \"d\"}} {{slice .level 1 3}} {{index . \"n\"}}~d error rr 42",
                "{{html \"<a&b>\"}} {{urlquery \"a b\"}} {{js \"it's\"}}~&lt;a&amp;b&gt; a+b it\\'s",
                "{{contains \"rr\" .level}} {{hasPrefix \"e\" .level}} {{hasSuffix \"x\" .level}} {{indent 2 \"a\"}}~true true false   a",
            })
    void writesWhatGoWrites(String template, String expected) {
        assertThat(run(template.replace("\\n", "\n"))).isEqualTo(expected.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{{~template: line:1: unclosed action",
                "{{.a~template: line:1: unclosed action",
                "{{nofn .x}}~template: line:1: function \"nofn\" not defined",
                "{{end}}~template: line:1: unexpected {{end}}",
                "{{if .a}}~template: line:1: unexpected EOF",
                "{{if}}x{{end}}~template: line:1: missing value for if",
                "{{}}~template: line:1: missing value for command",
                "{{.a | 5}}~template: line:1: non executable command in pipeline stage 2",
                "{{$x}}~template: line:1: undefined variable \"$x\"",
                "{{\"abc}}~template: line:1: unterminated quoted string",
                "{{(.a}}~template: line:1: unclosed left paren",
                "{{.a)}}~template: line:1: unexpected right paren",
                "{{break}}~template: line:1: {{break}} outside {{range}}",
                "{{1a}}~template: line:1: bad number syntax: \"1a\"",
                "{{/* x~template: line:1: unclosed comment",
                "{{.a b}}~template: line:1: function \"b\" not defined",
                "{{else}}~template: line:1: unexpected {{else}}",
                "{{.a.}}~template: line:1: unexpected <.> in operand",
            })
    void refusesWithGosMessage(String template, String message) {
        assertThatThrownBy(() -> GoTemplate.parse("line", template))
                .isInstanceOf(GoTemplateException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{{div 1 0}}~template: line:1:2: executing \"line\" at <div 1 0>: error calling div: runtime error: integer divide by zero",
                "ab{{.level.x}}~template: line:1:10: executing \"line\" at <.level.x>: can't evaluate field x in type string",
                "{{trunc \"a\" .level}}~template: line:1:8: executing \"line\" at <\"a\">: expected integer; found \"a\"",
                "{{trunc (add 1 2) .level}}~template: line:1:15: executing \"line\" at <2>: wrong type for value; expected int; got int64",
                "{{ToUpper 5}}~template: line:1:10: executing \"line\" at <5>: expected string; found 5",
                "{{eq .n 42}}~template: line:1:2: executing \"line\" at <eq .n 42>: error calling eq: incompatible types for comparison",
                "{{.level | trunc}}~template: line:1:11: executing \"line\" at <trunc>: wrong number of args for trunc: want 2 got 1",
                "{{template \"x\"}}~template: line:1:11: executing \"line\" at <{{template \"x\"}}>: template \"x\" not defined",
                "{{duration .level}}~template: line:1:2: executing \"line\" at <duration .level>: error calling duration: time: invalid duration \"error\"",
            })
    void failsWithGosMessage(String template, String message) {
        assertThatThrownBy(() -> run(template))
                .isInstanceOf(GoTemplateException.class)
                .hasMessage(message);
    }

    @Test
    void endsTemplatesThatWouldNotEnd() {
        String doubling = "{{define \"t\"}}{{template \"t\"}}{{template \"t\"}}{{end}}{{template \"t\"}}";

        assertThatThrownBy(() -> run(doubling)).isInstanceOf(GoTemplateException.class);
        assertThatThrownBy(() -> run("{{range 1000000000}}x{{end}}")).isInstanceOf(GoTemplateException.class);
        assertThatThrownBy(() -> run("{{repeat 2000000000 \"x\"}}")).isInstanceOf(GoTemplateException.class);
        assertThatThrownBy(() -> run("{{range 1000}}{{repeat 100000 \"x\"}}{{end}}"))
                .isInstanceOf(GoTemplateException.class);
    }

    @Test
    void refusesTemplatesNestedTooDeeply() {
        assertThatThrownBy(() -> GoTemplate.parse("line", "{{if 1}}".repeat(5000)))
                .isInstanceOf(GoTemplateException.class);
        assertThatThrownBy(() -> GoTemplate.parse("line", "{{" + "(".repeat(5000)))
                .isInstanceOf(GoTemplateException.class);
    }

    @Test
    void tellsWhichLabelsItReads() {
        GoTemplate template = GoTemplate.parse("line", "{{if .a}}{{.b | ToUpper}}{{else}}{{.c}}{{end}}");

        assertThat(template.fields()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(GoTemplate.parse("line", "{{.only}}").onlyLabel()).isEqualTo("only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{$x := repeat 1000 .level}}{{range 100}}{{$x = print $x $x}}{{end}}",
                "{{$x := repeat 1000 .level}}{{range 100}}{{$x = printf \"%s%s\" $x $x}}{{end}}",
                "{{$x := repeat 1000000 \"x\"}}{{$y := \"\"}}{{range $i, $e := 5000}}{{$y = upper $x}}{{end}}",
                "{{$f := repeat 1000 \"%1000000d\"}}{{printf $f 1 2 3}}",
                "{{$f := repeat 1000 \"%1000000v\"}}{{printf $f . . . . . . . . . . . . . . . . . . . .}}",
                "{{printf (repeat 5000 \"%.999999f\") 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5}}",
                "{{$x := repeat 500000 \"a\"}}{{regexReplaceAll \"(a+)\" $x (repeat 100000 \"$1\")}}",
                "{{$x := repeat 500000 \"a\"}}{{regexReplaceAllLiteral \"a\" $x $x}}",
                "{{$x := repeat 500000 \"a\"}}{{replace \"a\" $x $x}}",
                "{{$x := repeat 900000 \"<\"}}{{js $x}}",
                "{{$x := repeat 100000 \"\\n\"}}{{indent 100 $x}}",
                "{{$l := fromJson (printf \"[%s1]\" (repeat 100000 \"1,\"))}}{{range 5000}}{{$l = slice $l 0}}{{end}}",
                "{{$l := fromJson (printf \"[%s1]\" (repeat 100000 \"1,\"))}}{{print $l $l $l $l $l $l $l $l}}",
                "{{define \"t\"}}{{.}}{{.}}{{end}}{{$x := repeat 900000 \"x\"}}{{template \"t\" $x}}",
            })
    void boundsTheTextThatATemplateMakes(String template) {
        assertTimeout(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> runOnce(template))
                        .isInstanceOf(GoTemplateException.class)
                        .message()
                        .containsAnyOf(
                                "result is longer than 1048576 characters",
                                "result is too long",
                                "Repeat output length overflow",
                                "the template makes more than 8388608 characters of text"));
    }

    @Test
    void takesTextsOfTheUsualSize() {
        assertThat(runOnce("{{$x := \"\"}}{{range 1000}}{{$x = print $x \"line \" . \";\"}}{{end}}{{len $x}}"))
                .isEqualTo("8890");
    }

    /** As a pipeline does it: one budget for the whole run. */
    private static String runOnce(String template) {
        TextBudget budget = new TextBudget();
        TemplateContext context = new TemplateContext() {
            @Override
            public String line() {
                return CONTEXT.line();
            }

            @Override
            public TextBudget budget() {
                return budget;
            }

            @Override
            public long timestampNanos() {
                return CONTEXT.timestampNanos();
            }

            @Override
            public GoTime now() {
                return CONTEXT.now();
            }
        };
        return GoTemplate.parse("line", template).execute(LABELS, context);
    }
}
