package io.tocsin.contactpoint.render;

import io.tocsin.alert.ResolveReason;
import io.tocsin.contactpoint.MessageButton;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.trace.TraceWords;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import org.jspecify.annotations.Nullable;

/** Korean. */
final class KoreanTexts extends BuiltInTexts {

    private static final TraceWords TRACE_WORDS = new TraceWords() {
        @Override
        public String frames(int count, String owners) {
            return "… " + (owners.isEmpty() ? "" : owners + " ") + "프레임 " + count + "개";
        }

        @Override
        public String rows(int count) {
            return "… 외 " + count + "줄";
        }
    };

    @Override
    String annotation(AlertEntry alert, String name) {
        String korean = alert.annotation(name + "_ko");
        return korean.isEmpty() ? alert.annotation(name) : korean;
    }

    @Override
    String firing(int count) {
        return counted("발생", count);
    }

    @Override
    String resolved(int count) {
        return counted("해결", count);
    }

    @Override
    String silenced(int count) {
        return counted("무음", count);
    }

    @Override
    String acknowledged(int count) {
        return counted("확인 중", count);
    }

    private static String counted(String status, int count) {
        return count <= 1 ? "[" + status + "]" : "[" + status + ":" + count + "건]";
    }

    @Override
    String reason(NotificationReason reason) {
        return switch (reason) {
            case FIRST_NOTIFICATION, ALL_RESOLVED, MUTES_CHANGED, LOG_LINES -> "";
            case NEW_ALERTS -> "새 알림 추가";
            case SOME_RESOLVED -> "일부 알림 해결";
            case FIRED_AND_RESOLVED -> "이 메시지 전에 발생하고 해결됨";
            case REPEAT_INTERVAL -> "계속 발생 중 (재알림)";
            case LATE_SUMMARY -> "지연 알림: 놓친 구간을 따라잡는 중 발견";
            case SILENCE_EXPIRING -> "무음이 곧 끝남";
            case SILENCE_ENDED -> "무음이 끝남: 그동안 알리지 않은 내용";
            case STORM -> "알림이 한꺼번에 많이 발생하여 요약으로 알림";
            case STORM_ENDED -> "알림 폭주가 끝남";
            case TEST -> "테스트 메시지: 이상 없음";
            case OTHER -> "";
        };
    }

    @Override
    String resolveReason(@Nullable ResolveReason reason) {
        if (reason == null) {
            return "해결됨";
        }
        return switch (reason) {
            case CONDITION_FALSE -> "조건이 더 이상 성립하지 않음";
            case NO_DATA -> "데이터 없음";
            case RULE_CHANGED -> "규칙이 변경됨";
            case RULE_REMOVED -> "규칙이 삭제됨";
            case PAUSED -> "규칙이 일시 중지됨";
            case EXTERNAL -> "발신자가 해결을 알림";
            case OTHER -> "해결됨";
        };
    }

    @Override
    String lineCount(int count) {
        return count + "건 ";
    }

    @Override
    public String button(MessageButton button) {
        return switch (button) {
            case ACKNOWLEDGE -> "담당 확인";
            case SILENCE_1H -> "무음 1시간";
            case SILENCE_4H -> "무음 4시간";
            case SILENCE_TO_MORNING -> "무음 09:00까지";
            case WHY -> "이유";
            case LINES -> "로그 줄";
        };
    }

    @Override
    public String word(TextWord word) {
        return switch (word) {
            case VALUE -> "값";
            case LAST_VALUE -> "마지막 값";
            case PRESENT_VALUE -> "현재 값";
            case SINCE -> "시작";
            case RESOLVED -> "해결";
            case LABELS -> "레이블";
            case LINES -> "로그";
            case DETAILS -> "상세";
            case ALL_ALERTS -> "전체 알림";
            case SILENCE -> "무음 설정";
            case SILENCE_ALL -> "전체 무음 설정";
            case LOGS -> "로그 보기";
            case RUNBOOK -> "대응 문서";
            case LATE -> "지연 알림: 놓친 구간을 따라잡는 중 발견";
            case POSSIBLE_DUPLICATE -> "중복일 수 있음: 첫 전송이 끊겨 도착 여부를 알 수 없음";
            case MINIMAL -> "축약됨: 전체 메시지가 거부됨";
            case TEMPLATE_FAILED -> "이 연락처의 템플릿에 오류가 있어 기본 문구로 보냅니다";
            case NO_DATA -> "데이터 없음";
            case UNKNOWN -> "알 수 없음";
            case STORM -> "알림 폭주";
        };
    }

    @Override
    public String more(int count) {
        return "외 " + count + "건";
    }

    @Override
    public String moreLines(long count) {
        return count < 0 ? "그 밖의 로그 더 있음" : "로그 외 " + count + "줄";
    }

    @Override
    TraceWords traceWords() {
        return TRACE_WORDS;
    }

    @Override
    public String duration(String duration) {
        return duration.replace("d", "일").replace("h", "시간").replace("m", "분").replace("s", "초") + " 동안";
    }

    @Override
    public String note(Note note) {
        return note.fill(
                switch (note.kind()) {
                    case TEXT -> "{0}";
                    case CAUGHT_UP -> "늦게 발견됨: 놓친 평가 구간을 따라잡으며 확인한 내용입니다.";
                    case ARRIVED_LATE -> "늦게 도착함: 로그가 평가 뒤에 들어와, 평가를 다시 했을 때 발견되었습니다.";
                    case ONE_MUTED -> "그 밖에 알리지 않는 발생 알림이 1건 있습니다.";
                    case MANY_MUTED -> "그 밖에 알리지 않는 발생 알림이 {0}건 있습니다.";
                    case SILENCE_ENDS_SOON -> "{1} 님의 무음이 {2}에 끝납니다 ({0}). 지금 발생 중인 알림: {3}건.";
                    case SILENCE_HAS_ENDED ->
                        "{1} 님의 무음이 끝났습니다 ({0}). {3}부터 알리지 않은 알림 {2}건: 아직 발생 중 {4}건, 그사이 해결 {5}건.";
                    case TOLD_BEFORE -> "그중 {0}건은 무음 전에 알렸습니다.";
                    case SILENCE_COMMENT -> "무음 사유: {0}";
                    case STORM_FOLDED -> "알림 폭주: 그룹 {1}개의 메시지 {0}건을 이 메시지로 묶었습니다";
                    case STORM_GOES_ON -> "{0}에 시작되었으며, 이 요약은 계속 갱신됩니다.";
                    case STORM_IS_OVER -> "폭주는 {0}부터 {1}까지 이어졌습니다. 이제부터 메시지를 다시 하나씩 보냅니다.";
                    case PASSED_ON_REFUSED -> "연락처 \"{0}\"에서 받지 않아 여기로 보냅니다";
                    case PASSED_ON_DISABLED -> "연락처 \"{0}\" 설정에 문제가 있어 사용되지 않으므로 여기로 보냅니다";
                    case PASSED_ON_UNKNOWN -> "연락처 \"{0}\" 없음: 여기로 대신 보냅니다";
                });
    }

    @Override
    public String mute(Mute.MuteKind kind, String by, String until) {
        String end = until.isEmpty() ? "" : ", " + until + "까지";
        return switch (kind) {
            case SILENCE -> "무음: " + by + end;
            case ACKNOWLEDGEMENT -> "확인함: " + by + (until.isEmpty() ? "" : ", 늦어도 " + until + "까지");
            case INHIBITION -> "다른 알림에 의해 억제됨: " + by + end;
        };
    }

    @Override
    String evidenceProblem(Evidence evidence) {
        return switch (evidence.cause()) {
            case NONE -> "";
            case NO_DATA_SOURCE -> "로그를 가져오지 못함: 데이터 소스를 찾을 수 없음";
            case NO_ANSWER -> "로그를 가져오지 못함: 제한 시간 안에 응답이 없음";
            case SOURCE_SLOW -> "로그를 가져오지 않음: 지금 로그 저장소가 너무 느림";
            case AROUND_MISSING -> "앞뒤 로그를 가져오지 못함: " + evidence.problem();
            case CAME_MEANWHILE -> "로그를 가져오지 않음: 로그를 가져오는 사이에 들어온 알림";
            case QUERY_FAILED -> "로그를 가져오지 못함: " + evidence.problem();
        };
    }

    @Override
    public String trend(int series) {
        return series <= 1 ? "추이" : "추이 (" + series + "개 중 최댓값)";
    }

    @Override
    public Notice parked(String contactPoint, String cause) {
        return new Notice(
                "연락처 \"" + contactPoint + "\" 발송 중단: 메시지를 받지 않음", cause + "\n설정을 바로잡은 뒤 연락처 페이지에서 발송을 재개하세요.");
    }

    @Override
    public Notice unreadable(String contactPoint, int count, String messages, String cause) {
        return new Notice(
                "연락처 \"" + contactPoint + "\"(으)로 보낼 메시지 " + count + "건을 읽을 수 없어 보내지 못함",
                messages + "\n원인: " + cause
                        + "\n이전 버전으로 되돌린 뒤에 생기는 일입니다. 새 버전을 다시 실행하면 하루 안의 메시지는 자동으로 전송되고,"
                        + " 그 뒤에는 전송 내역 페이지에서 다시 보내거나 폐기하세요.");
    }
}
