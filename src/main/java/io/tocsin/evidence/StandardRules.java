package io.tocsin.evidence;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * The secrets that are known by their form or by the name before them. Where a value's end is in doubt, more is hidden
 * rather than less.
 */
final class StandardRules {

    private static final String SECRET_NAME = "(?:password|passwd|passphrase|pwd|secret|비밀번호|패스워드|암호"
            + "|(?:api|access|private|secret|client|encryption|signing|account|shared)[_.-]?key"
            + "|credentials?|(?:auth|access|refresh|id|bearer|csrf|xsrf|bot|api|security|device)[_.-]?token"
            + "|token|j?session_?id|phpsessid|connect\\.sid|otp)";

    /** One of them is in every name of a secret. */
    private static final String[] NAME_NEEDLES = {
        "passw", "passph", "pwd", "secret", "비밀번호", "패스워드", "암호", "key", "credential", "token", "sess", ".sid", "otp"
    };

    /** In quotes, which may themselves be quoted: {@code "a\"b"} and, inside a JSON text, {@code \"a\\\"b\"}. */
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"?|'(?:[^'\\\\]|\\\\.)*'?"
            + "|\\\\\"(?:[^\"\\\\]|\\\\\\\\\\\\\"|\\\\[^\"])*(?:\\\\\")?";

    static final List<RedactionRule> ALL = List.of(
            rule(
                    "private key",
                    "(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY.*?(?:-----END [A-Z0-9 ]*-----|$)",
                    "***",
                    "private key"),
            rule("credentials in an address", "(://)[^\\s/\"'<>]*@", "$1***@", "://"),
            rule("webhook address", "(?i)(hooks\\.slack\\.com/[a-z-]+/)[^\\s\"'<>]+", "$1***", "hooks.slack.com"),
            rule("webhook address", "(?i)(/api(?:/v\\d+)?/webhooks/)[^\\s\"'<>]+", "$1***", "/webhooks/"),
            rule("cookie", "(?i)(cookie[\"']?\\s*[:=]\\s*)[^\\n]+", "$1***", "cookie"),
            rule(
                    "authorization",
                    "(?i)(authorization\\\\*[\"']?\\s*(?:[:=]|=>)\\s*)(?:" + QUOTED
                            + "|(?:digest|aws4)[^\\n]*|(?:[a-z0-9_-]+\\s+)?\\S+)",
                    "$1***",
                    "authorization"),
            rule("bearer token", "(?i)(\\bbearer\\s+)[a-z0-9._~+/=:-]{6,}", "$1***", "bearer"),
            rule("basic credentials", "(?i)(\\bbasic\\s+)[a-z0-9+/]{6,}={0,2}", "$1***", "basic "),
            rule(
                    "named secret",
                    "(?i)((?:" + SECRET_NAME
                            + ")(?:[_.-]?(?:value|key|hash|string|text|id|\\d+))?\\\\*[\"']?\\s*(?::|=>|=)" + "\\s*)(?:"
                            + QUOTED + "|\\S+)",
                    "$1***",
                    NAME_NEEDLES),
            rule(
                    "secret option",
                    "(?i)((?:^|\\s)--?(?:" + SECRET_NAME + ")\\s+)(?:" + QUOTED + "|\\S+)",
                    "$1***",
                    NAME_NEEDLES),
            rule("JSON web token", "eyJ[\\w-]{5,}\\.[\\w-]{5,}(?:\\.[\\w-]*)*", "***", "eyj"),
            rule(
                    "AWS key",
                    "(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{12,}",
                    "***",
                    "akia",
                    "asia",
                    "aroa",
                    "aida",
                    "agpa",
                    "anpa"),
            rule(
                    "service token",
                    "(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|xapp-|sk-|[rs]k_(?:live|test)_|glsa_|npm_|hf_|dop_v1_"
                            + "|pypi-|ya29\\.|AIza|SG\\.|whsec_|shpat_)[\\w.-]{8,}",
                    "***",
                    "ghp_",
                    "gho_",
                    "ghu_",
                    "ghs_",
                    "ghr_",
                    "github_pat_",
                    "glpat-",
                    "xox",
                    "xapp-",
                    "sk-",
                    "k_live_",
                    "k_test_",
                    "glsa_",
                    "npm_",
                    "hf_",
                    "dop_v1_",
                    "pypi-",
                    "ya29.",
                    "aiza",
                    "sg.",
                    "whsec_",
                    "shpat_"),
            rule("e-mail address", "[\\pL\\pN._%+-]+@[\\pL\\pN-]+(?:\\.[\\pL\\pN-]+)+", "***", "@"));

    private StandardRules() {}

    private static RedactionRule rule(String name, String pattern, String replacement, String... needles) {
        return new RedactionRule(name, Pattern.compile(pattern), replacement, List.of(needles));
    }
}
