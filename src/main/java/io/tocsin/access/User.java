package io.tocsin.access;

import java.time.Instant;

/**
 * A person who can log in.
 *
 * @param passwordHash BCrypt with its prefix
 */
public record User(String name, String passwordHash, Role role, Instant createdAt) {}
