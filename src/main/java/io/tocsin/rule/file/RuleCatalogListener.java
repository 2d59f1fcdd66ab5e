package io.tocsin.rule.file;

/** Is told when other rules are in force. */
@FunctionalInterface
public interface RuleCatalogListener {

    /** Called after the swap, on the thread that reloaded; must not block for long. */
    void rulesChanged(RuleCatalogSnapshot before, RuleCatalogSnapshot now);
}
