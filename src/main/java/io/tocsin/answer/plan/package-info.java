/** From what a person in a chat asks to what is to be done; knows no service. */
@NullMarked
package io.tocsin.answer.plan;

import org.jspecify.annotations.NullMarked;
