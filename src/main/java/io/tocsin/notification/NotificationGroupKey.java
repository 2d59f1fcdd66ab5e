package io.tocsin.notification;

import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import io.tocsin.text.Sha256;
import io.tocsin.text.Shortened;

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
        return Sha256.hex(text).substring(0, 32);
    }

    /** As Alertmanager writes it, {@code {}/{team="data"}:{alertname="x"}}; a very long one is cut and ends in its id. */
    @Override
    public String toString() {
        String text = policyPath + ":" + (isLate() ? "late:" + lateRuleGroup : groupLabels);
        return text.length() <= MAX_TEXT_LENGTH ? text : Shortened.of(text, MAX_TEXT_LENGTH) + id();
    }
}
