-- AlterTable
ALTER TABLE "product" ADD COLUMN     "content_hash" TEXT;
