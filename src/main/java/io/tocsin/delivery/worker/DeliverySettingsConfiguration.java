package io.tocsin.delivery.worker;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Apart from what they are for, which tests give other settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DeliverySettings.class, StormSettings.class})
class DeliverySettingsConfiguration {}
