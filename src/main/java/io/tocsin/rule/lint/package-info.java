/** What is wrong with rules that are well-formed: findings of somebody who knows log alerting. */
@NullMarked
package io.tocsin.rule.lint;

import org.jspecify.annotations.NullMarked;
