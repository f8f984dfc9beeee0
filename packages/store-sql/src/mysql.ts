// The door of @hookwright/store-sql/mysql.

export type { MysqlTransaction } from './mysql/mysql-database.ts';
export type { MysqlConnection, MysqlPool, MysqlPoolConnection } from './mysql/mysql-handles.ts';
export { type MysqlStoreOptions, mysqlStore } from './mysql/mysql-store.ts';
