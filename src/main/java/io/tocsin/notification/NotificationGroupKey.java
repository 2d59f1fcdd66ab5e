package io.tocsin.notification;

import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of a notification group.
 *
 * @param policyPath the policy that made the group
 * @param lateRuleGroup the rule group whose missed slots the group summarises; empty for an ordinary group
 */
public record NotificationGroupKey(
        String policyPath, ContactPointName receiver, Labels groupLabels, String lateRuleGroup) {

    private static final int MAX_TEXT_LENGTH = 400;

    NotificationGroupKey late(String ruleGroup) {
        return new NotificationGroupKey(policyPath, receiver, Labels.empty(), ruleGroup);
    }

    public boolean isLate() {
        return !lateRuleGroup.isEmpty();
    }

    /** 32 hexadecimal digits; the form used in the database and in links. */
    public String id() {
        String text = receiver + "\u0000" + policyPath + "\u0000" + lateRuleGroup + "\u0000" + groupLabels;
        return HexFormat.of().formatHex(sha256(text), 0, 16);
    }

    /** As Alertmanager writes it, {@code {}/{team="data"}:{alertname="x"}}; a very long one is cut and ends in its id. */
    @Override
    public String toString() {
        String text = policyPath + ":" + (isLate() ? "late:" + lateRuleGroup : groupLabels);
        if (text.length() <= MAX_TEXT_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT_LENGTH - 1)) ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH;
        return text.substring(0, end) + "…" + id();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
