package io.tocsin.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built with. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return new String[] {"tocsin " + (version == null ? "(not packaged)" : version)};
    }
}
