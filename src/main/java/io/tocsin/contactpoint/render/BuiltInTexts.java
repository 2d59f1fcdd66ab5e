package io.tocsin.contactpoint.render;

import io.tocsin.alert.ResolveReason;
import io.tocsin.contactpoint.Language;
import io.tocsin.notification.NotificationReason;
import org.jspecify.annotations.Nullable;

/** The words that Tocsin itself puts into messages. */
public enum BuiltInTexts {
    ENGLISH {
        @Override
        String firing(int count) {
            return count == 1 ? "[FIRING]" : "[FIRING:" + count + "]";
        }

        @Override
        String resolved(int count) {
            return count <= 1 ? "[RESOLVED]" : "[RESOLVED:" + count + "]";
        }

        @Override
        String reason(NotificationReason reason) {
            return switch (reason) {
                case FIRST_NOTIFICATION -> "";
                case NEW_ALERTS -> "New alerts";
                case SOME_RESOLVED -> "Some alerts resolved";
                case ALL_RESOLVED -> "";
                case FIRED_AND_RESOLVED -> "Fired and resolved before this message";
                case REPEAT_INTERVAL -> "Still firing (reminder)";
                case LATE_SUMMARY -> "Late: found while catching up";
                case SILENCE_EXPIRING -> "A silence ends soon";
                case SILENCE_ENDED -> "A silence has ended; this is what it hid";
                case TEST -> "Test message: nothing is wrong";
            };
        }

        @Override
        String resolveReason(@Nullable ResolveReason reason) {
            if (reason == null) {
                return "resolved";
            }
            return switch (reason) {
                case CONDITION_FALSE -> "the condition no longer holds";
                case NO_DATA -> "no more data";
                case RULE_CHANGED -> "the rule was changed";
                case RULE_REMOVED -> "the rule was removed";
                case PAUSED -> "the rule is paused";
                case EXTERNAL -> "told by the sender";
            };
        }

        @Override
        String lineCount(int count) {
            return count + "x ";
        }

        @Override
        public String word(Word word) {
            return switch (word) {
                case VALUE -> "Value";
                case LAST_VALUE -> "Last value";
                case PRESENT_VALUE -> "Now";
                case SINCE -> "Since";
                case RESOLVED -> "Resolved";
                case LABELS -> "Labels";
                case LINES -> "Log lines";
                case DETAILS -> "Details";
                case SILENCE -> "Silence";
                case LOGS -> "Logs";
                case RUNBOOK -> "Runbook";
                case LATE -> "Late: found while catching up";
                case POSSIBLE_DUPLICATE -> "Possible duplicate: the first attempt was cut off, it may have arrived";
                case MINIMAL -> "Shortened: the full message was refused";
                case TEMPLATE_FAILED -> "The template of this contact point failed; this is the built-in text";
                case UNKNOWN -> "unknown";
            };
        }

        @Override
        public String more(int count) {
            return "+" + count + " more";
        }

        @Override
        public String duration(String duration) {
            return "for " + duration;
        }
    },
    KOREAN {
        @Override
        String firing(int count) {
            return count == 1 ? "[발생]" : "[발생:" + count + "건]";
        }

        @Override
        String resolved(int count) {
            return count <= 1 ? "[해소]" : "[해소:" + count + "건]";
        }

        @Override
        String reason(NotificationReason reason) {
            return switch (reason) {
                case FIRST_NOTIFICATION -> "";
                case NEW_ALERTS -> "새 알림 추가";
                case SOME_RESOLVED -> "일부 알림 해소";
                case ALL_RESOLVED -> "";
                case FIRED_AND_RESOLVED -> "이 메시지 전에 발생하고 해소됨";
                case REPEAT_INTERVAL -> "계속 발생 중 (재알림)";
                case LATE_SUMMARY -> "지연 알림: 놓친 구간을 따라잡는 중 발견";
                case SILENCE_EXPIRING -> "사일런스가 곧 종료됨";
                case SILENCE_ENDED -> "사일런스 종료: 그동안 숨겨진 알림";
                case TEST -> "테스트 메시지: 이상 없음";
            };
        }

        @Override
        String resolveReason(@Nullable ResolveReason reason) {
            if (reason == null) {
                return "해소됨";
            }
            return switch (reason) {
                case CONDITION_FALSE -> "조건이 더 이상 성립하지 않음";
                case NO_DATA -> "데이터 없음";
                case RULE_CHANGED -> "규칙이 변경됨";
                case RULE_REMOVED -> "규칙이 삭제됨";
                case PAUSED -> "규칙이 일시 중지됨";
                case EXTERNAL -> "발신자가 해소를 알림";
            };
        }

        @Override
        String lineCount(int count) {
            return count + "건 ";
        }

        @Override
        public String word(Word word) {
            return switch (word) {
                case VALUE -> "값";
                case LAST_VALUE -> "마지막 값";
                case PRESENT_VALUE -> "현재 값";
                case SINCE -> "시작";
                case RESOLVED -> "해소";
                case LABELS -> "레이블";
                case LINES -> "로그";
                case DETAILS -> "상세";
                case SILENCE -> "알림 끄기";
                case LOGS -> "로그 보기";
                case RUNBOOK -> "대응 문서";
                case LATE -> "지연 알림: 놓친 구간을 따라잡는 중 발견";
                case POSSIBLE_DUPLICATE -> "중복일 수 있음: 첫 전송이 끊겨 도착 여부를 알 수 없음";
                case MINIMAL -> "축약됨: 전체 메시지가 거부됨";
                case TEMPLATE_FAILED -> "이 연락처의 템플릿에 오류가 있어 기본 문구로 보냅니다";
                case UNKNOWN -> "알 수 없음";
            };
        }

        @Override
        public String more(int count) {
            return "외 " + count + "건";
        }

        @Override
        public String duration(String duration) {
            return duration + " 동안";
        }
    };

    public static BuiltInTexts of(Language language) {
        return switch (language) {
            case EN -> ENGLISH;
            case KO -> KOREAN;
        };
    }

    abstract String firing(int count);

    abstract String resolved(int count);

    abstract String reason(NotificationReason reason);

    abstract String resolveReason(@Nullable ResolveReason reason);

    abstract String lineCount(int count);

    public abstract String word(Word word);

    /** How many alerts the message does not show. */
    public abstract String more(int count);

    public abstract String duration(String duration);

    /** Fixed words. */
    public enum Word {
        VALUE,
        LAST_VALUE,
        PRESENT_VALUE,
        SINCE,
        RESOLVED,
        LABELS,
        LINES,
        DETAILS,
        SILENCE,
        LOGS,
        RUNBOOK,
        LATE,
        POSSIBLE_DUPLICATE,
        MINIMAL,
        TEMPLATE_FAILED,
        UNKNOWN
    }
}
