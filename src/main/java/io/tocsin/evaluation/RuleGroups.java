package io.tocsin.evaluation;

import io.tocsin.rule.RuleGroup;
import java.util.List;

/** The rule groups to evaluate, as this process knows them now. */
public interface RuleGroups {

    List<RuleGroup> current();

    /** The listener is called after every change; it must not block for long. */
    void onChange(Runnable listener);
}
