package io.tocsin.evidence.trace;

/**
 * Whose code a frame is.
 *
 * @param name the whole package, module or file
 * @param root by what frames are counted together, for example {@code org.springframework}
 * @param isLibrary whether it is known to be nobody's own code
 */
record FrameOwner(String name, String root, boolean isLibrary) {}
