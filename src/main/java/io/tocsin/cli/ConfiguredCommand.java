package io.tocsin.cli;

/** A command that needs what the environment says. */
interface ConfiguredCommand {

    /** Called before the command runs. */
    void configure(CommandSettings settings);
}
