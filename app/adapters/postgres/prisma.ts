import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';

/**
 * Prisma for what is not hot: screens and the seed. Amounts are bigint here; `$disconnect` closes
 * its pool.
 * @param max connections of its own, beside those of `createDatabase`
 */
export const createPrisma = (url: string, max = 4): PrismaClient =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max }) });
