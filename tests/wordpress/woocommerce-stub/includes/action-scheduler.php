<?php

function as_schedule_single_action( $at, $hook, $args = array(), $group = '', $unique = false ) {
	return stub_schedule( $at, 0, $hook, $args, $group, $unique );
}

function as_enqueue_async_action( $hook, $args = array(), $group = '', $unique = false ) {
	return stub_schedule( time(), 0, $hook, $args, $group, $unique );
}

function as_schedule_recurring_action( $at, $every, $hook, $args = array(), $group = '', $unique = false ) {
	return stub_schedule( $at, $every, $hook, $args, $group, $unique );
}

function stub_schedule( $at, $every, $hook, $args, $group, $unique ) {
	global $wpdb;
	if ( $unique && as_has_scheduled_action( $hook, $args, $group ) ) {
		return 0;
	}
	$wpdb->insert( "{$wpdb->prefix}actionscheduler_actions", array( 'hook' => $hook, 'status' => 'pending', 'scheduled_date_gmt' => gmdate( 'Y-m-d H:i:s', $at ), 'args' => wp_json_encode( $args ), 'recurrence' => $every, 'group_id' => stub_group( $group ) ) );
	return (int) $wpdb->insert_id;
}

function stub_group( $slug ) {
	global $wpdb;
	$id = $wpdb->get_var( $wpdb->prepare( "SELECT group_id FROM {$wpdb->prefix}actionscheduler_groups WHERE slug = %s", $slug ) );
	if ( ! $id ) {
		$wpdb->insert( "{$wpdb->prefix}actionscheduler_groups", array( 'slug' => $slug ) );
		$id = $wpdb->insert_id;
	}
	return (int) $id;
}

function as_next_scheduled_action( $hook, $args = null, $group = '' ) {
	global $wpdb;
	$at = $wpdb->get_var( $wpdb->prepare( "SELECT scheduled_date_gmt FROM {$wpdb->prefix}actionscheduler_actions WHERE hook = %s AND status IN ('pending','in-progress') ORDER BY scheduled_date_gmt LIMIT 1", $hook ) );
	return $at ? strtotime( "$at UTC" ) : false;
}

function as_has_scheduled_action( $hook, $args = null, $group = '' ) {
	return false !== as_next_scheduled_action( $hook, $args, $group );
}

function as_get_scheduled_actions( $query, $format = OBJECT ) {
	global $wpdb;
	return $wpdb->get_col( $wpdb->prepare( "SELECT action_id FROM {$wpdb->prefix}actionscheduler_actions WHERE hook = %s AND status = %s", $query['hook'], $query['status'] ) );
}

function as_unschedule_all_actions( $hook, $args = array(), $group = '' ) {
	global $wpdb;
	$wpdb->update( "{$wpdb->prefix}actionscheduler_actions", array( 'status' => 'canceled' ), array( 'hook' => $hook, 'status' => 'pending' ) );
}

/** What WP-Cron does each minute. */
function stub_run_queue( $now = null ) {
	global $wpdb;
	$table = "{$wpdb->prefix}actionscheduler_actions";
	$due   = $wpdb->get_results( $wpdb->prepare( "SELECT * FROM $table WHERE status = 'pending' AND scheduled_date_gmt <= %s ORDER BY action_id", gmdate( 'Y-m-d H:i:s', $now ?? time() ) ) );
	foreach ( $due as $action ) {
		$wpdb->update( $table, array( 'status' => 'in-progress' ), array( 'action_id' => $action->action_id ) );
		do_action_ref_array( $action->hook, array_values( json_decode( $action->args, true ) ) );
		$wpdb->update( $table, array( 'status' => 'complete' ), array( 'action_id' => $action->action_id ) );
		if ( (int) $action->recurrence ) {
			as_schedule_recurring_action( time() + (int) $action->recurrence, (int) $action->recurrence, $action->hook, json_decode( $action->args, true ), 'ripresa' );
		}
	}
	return count( $due );
}
