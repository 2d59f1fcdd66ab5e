/** H2's file below H2: what is forced to the device and when, how it is opened after a loss of power, and room kept for it. */
@NullMarked
package io.tocsin.database.file;

import org.jspecify.annotations.NullMarked;
