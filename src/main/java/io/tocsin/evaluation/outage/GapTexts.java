package io.tocsin.evaluation.outage;

import io.tocsin.alert.store.MissedSlots;
import io.tocsin.alert.store.ServiceGap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What is said of a gap, in both languages.
 *
 * @param behind how many groups are not caught up yet
 */
record GapTexts(ServiceGap gap, MissedSlots.Total total, int behind) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    String english() {
        String from = from();
        String until = until();
        if (gap.cause() == ServiceGap.GapCause.CLOCK_BACK) {
            return "The clock was set back from " + until + " to " + from + " UTC; rules are evaluated from there on";
        }
        return "Tocsin was not running from " + from + " to " + until + " UTC; " + count(total.rules(), "rule")
                + (total.rules() == 1 ? " was" : " were") + " caught up, " + count(total.skipped(), "slot") + " skipped"
                + (behind == 0 ? "" : "; " + count(behind, "group") + " still to be caught up");
    }

    String korean() {
        String from = from();
        String until = until();
        if (gap.cause() == ServiceGap.GapCause.CLOCK_BACK) {
            return "시계가 " + until + "에서 " + from + "(UTC)으로 되돌아갔습니다. 규칙은 이 시각부터 계속 평가합니다.";
        }
        return "Tocsin이 " + from + "부터 " + until + "까지(UTC) 실행되지 않았습니다. 규칙 " + total.rules()
                + "개를 따라잡았고 평가 " + total.skipped() + "회를 건너뛰었습니다."
                + (behind == 0 ? "" : " 아직 따라잡지 못한 그룹: " + behind + "개.");
    }

    String englishCause() {
        return switch (gap.cause()) {
            case STOPPED -> "No process ran in this time.";
            case SUSPENDED -> "The process was there, but was not let do anything: it was suspended, or starved.";
            case CLOCK_FORWARD -> "The clock was set forward, or the machine slept.";
            case CLOCK_BACK -> "What was logged while the clock was wrong may have been missed. Keep it by NTP.";
            case DATABASE -> "The database could not be reached.";
        };
    }

    String koreanCause() {
        return switch (gap.cause()) {
            case STOPPED -> "이 시간 동안 프로세스가 없었습니다.";
            case SUSPENDED -> "프로세스는 있었지만 멈춰 있었거나 자원이 부족했습니다.";
            case CLOCK_FORWARD -> "시계가 앞으로 당겨졌거나 장비가 절전 상태였습니다.";
            case CLOCK_BACK -> "시계가 틀린 동안 남은 로그는 놓쳤을 수 있습니다. NTP로 시각을 맞추세요.";
            case DATABASE -> "데이터베이스에 연결할 수 없었습니다.";
        };
    }

    private String from() {
        return isOneDay() ? TIME.format(gap.from()) : DATE_AND_TIME.format(gap.from());
    }

    private String until() {
        return isOneDay() ? TIME.format(gap.until()) : DATE_AND_TIME.format(gap.until());
    }

    private boolean isOneDay() {
        return day(gap.from()).equals(day(gap.until()));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
